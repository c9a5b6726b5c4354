/** No event tells when the browser has started to read the file, which may be after it has asked for a place. */
const ADDRESS_LIVES_MS = 60_000;

/** Saves content as a file through the browser. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), ADDRESS_LIVES_MS);
}
