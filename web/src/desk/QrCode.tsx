/** A QR code as the server draws it, as a picture that scales. */

/** The drawing is meant for the inside of a page: as a picture of its own it needs its namespace and its box. */
function picture(svg: string): string {
  const [, width = '1'] = /width="(\d+)"/.exec(svg) ?? [];
  const [, height = width] = /height="(\d+)"/.exec(svg) ?? [];
  const box = svg.includes('viewBox') ? '' : ` viewBox="0 0 ${width} ${height}"`;
  return svg.replace('<svg', `<svg xmlns="http://www.w3.org/2000/svg"${box}`);
}

export const QrCode = ({ svg, alt, width }: { svg: string; alt: string; width?: number }) => <img alt={alt} src={`data:image/svg+xml;utf8,${encodeURIComponent(picture(svg))}`} {...(width ? { width, height: width } : {})} />;
