/** The colours of the image: those of the page in its theme. */
interface PictureColours {
  readonly background: string;
  readonly text: string;
}

const MARGIN = 24;
const TITLE_HEIGHT = 40;

/** The charts, one below the other, with their legends and a title, as PNG on the background of the page. */
export async function trendsPng(
  charts: readonly HTMLCanvasElement[],
  title: string,
  { background, text }: PictureColours,
): Promise<Blob> {
  const scale = devicePixelRatio;
  const width = Math.max(...charts.map((chart) => chart.width)) + 2 * MARGIN * scale;
  const height = charts.reduce((sum, chart) => sum + chart.height + MARGIN * scale, (MARGIN + TITLE_HEIGHT) * scale);
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('The browser cannot draw images');
  context.fillStyle = background;
  context.fillRect(0, 0, width, height);
  context.fillStyle = text;
  context.font = `600 ${18 * scale}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.fillText(title, MARGIN * scale, (MARGIN + TITLE_HEIGHT / 2) * scale, width - 2 * MARGIN * scale);
  let top = (MARGIN + TITLE_HEIGHT) * scale;
  for (const chart of charts) {
    context.drawImage(chart, MARGIN * scale, top);
    top += chart.height + MARGIN * scale;
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The browser could not create the image'))),
      'image/png',
    ),
  );
}
