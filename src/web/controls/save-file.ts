/** Nothing tells when a browser has begun to read what it saves, which may be after it has asked where to. */
const ADDRESS_LIVES_MS = 60_000;

/** Lets the browser save something as a file. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), ADDRESS_LIVES_MS);
}
