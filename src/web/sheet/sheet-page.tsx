/** To come. */
export function SheetPage() {
  return <h1 className="h3">Sheet</h1>;
}
