import type { Locator } from 'playwright-core';

/** Drops a file on an element, as from a folder of the system. */
export async function dropFile(target: Locator, name: string, content: Uint8Array | string): Promise<void> {
  await target.evaluate(
    (element, file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(file.bytes)], file.name));
      element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    },
    { name, bytes: [...Buffer.from(content)] },
  );
}
