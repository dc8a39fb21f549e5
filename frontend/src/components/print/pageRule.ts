/** What stands in the margins of every printed page. */
export interface PageMargins {
  /** Top left, such as the document's name. */
  head?: string;
  /** Bottom left: 取扱注意 and who printed it. */
  foot?: string;
  /** Bottom right: a number that names the document. */
  number?: string;
}

/** The @page rule of an A4 document: margins in mm, running texts, page n / N. */
export function pageRule({ head, foot, number }: PageMargins): string {
  const face = `font: 8pt 'BIZ UDPGothic', 'BIZ UDGothic', 'Yu Gothic', sans-serif; color: #000;`;
  return `@page {
    size: A4 portrait;
    margin: 15mm 13mm 17mm;
    @top-left { content: ${cssText(head)}; ${face} }
    @bottom-left { content: ${cssText(foot)}; width: 60%; text-align: left; ${face} }
    @bottom-center { content: none; }
    @bottom-right { content: ${cssText(number ? `${number}　　` : '')} counter(page) " / " counter(pages); text-align: right; ${face} }
  }`;
}

/** A text as a CSS string: quotes, backslashes and line ends cannot end it early. */
export function cssText(text = ''): string {
  return `"${text.replace(/["\\\n\r\f\0]/g, (c) => `\\${c.charCodeAt(0).toString(16)} `)}"`;
}
