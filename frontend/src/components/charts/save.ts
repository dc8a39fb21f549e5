import type { Option } from './echarts';

/** The picture as vectors, drawn anew at the size it has on the page. */
async function svgOf(option: Option, width: number, height: number): Promise<string> {
  const { init } = await import('./echarts');
  const chart = init(null, undefined, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false, backgroundColor: '#ffffff' });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

export async function saveSvg(option: Option, name: string, width: number, height: number): Promise<void> {
  save(new Blob([await svgOf(option, width, height)], { type: 'image/svg+xml' }), `${name}.svg`);
}

/** Twice the size of the page, so that it stays sharp on paper. */
export async function savePng(option: Option, name: string, width: number, height: number): Promise<void> {
  const address = URL.createObjectURL(new Blob([await svgOf(option, width, height)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
    if (blob) save(blob, `${name}.png`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
