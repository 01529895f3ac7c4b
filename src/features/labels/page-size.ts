/**
 * Gives the browser the size of the paper while the labels are on the screen. A sheet of rules of our own, since the policy
 * allows no inline ones.
 */
export function setPageSize(width: number, height: number): () => void {
  const rules = new CSSStyleSheet();
  rules.replaceSync(`@page { size: ${width}mm ${height}mm; margin: 0 }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, rules];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== rules);
  };
}
