/** The meaning of the signs on the sheet. */
export function Legend() {
  return (
    <ul className="sheet-legend" aria-label="Signs">
      <li>
        <span className="sheet-sample">
          <span className="sheet-manual" />
        </span>
        entered by hand
      </li>
      <li>
        <span className="sheet-partial">◐</span> covers only some months
      </li>
      <li>
        <span className="sheet-negative">-1</span> negative
      </li>
      <li>— no value</li>
    </ul>
  );
}
