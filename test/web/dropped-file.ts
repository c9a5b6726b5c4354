import type { Locator } from 'playwright-core';

/** Drops a file on an element, as from a folder of the system: once the page shows that it would take one there. */
export async function dropFile(target: Locator, name: string, content: Uint8Array | string): Promise<void> {
  const element = await target.elementHandle();
  await target.page().waitForFunction((over) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([], 'held'));
    return !over?.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
  }, element);
  await target.evaluate(
    (over, file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(file.bytes)], file.name));
      over.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, bytes: [...Buffer.from(content)] },
  );
}
