/** To come. */
export function QualityPage() {
  return <h1 className="h3">Quality</h1>;
}
