/** To come. */
export function TrendsPage() {
  return <h1 className="h3">Trends</h1>;
}
