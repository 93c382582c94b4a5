/** For tests: puts a page into happy-dom's document. */
export function show(html: string): void {
  document.open();
  document.write(html);
  document.close();
}
