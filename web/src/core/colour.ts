/** An operator's accent colour, made fit to be read. */

type Rgb = [number, number, number];

export function rgbOf(hex: string): Rgb {
  const found = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  return found ? [1, 2, 3].map((at) => Number.parseInt(found[at] ?? '0', 16)) as Rgb : [31, 93, 87];
}

const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(rgbOf(one)), luminance(rgbOf(other))].toSorted((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

export const mix = (one: string, other: string, share: number): string => {
  const [a, b] = [rgbOf(one), rgbOf(other)];
  return hexOf(a.map((part, at) => part * (1 - share) + (b[at] ?? 0) * share) as Rgb);
};

/** The colour, darkened as far as white text on it, and it as text on its own pale tint, need. */
export function accentOf(hex: string | null | undefined): string {
  let accent = hexOf(rgbOf(hex ?? ''));
  while (contrast(accent, mix(accent, '#ffffff', 0.9)) < 5) accent = mix(accent, '#000000', 0.06);
  return accent;
}

/** Write the accent and its tints into the page. */
export function paint(hex: string | null | undefined): string {
  const accent = accentOf(hex);
  const style = document.documentElement.style;
  style.setProperty('--accent', accent);
  style.setProperty('--accent-pale', mix(accent, '#ffffff', 0.9));
  style.setProperty('--accent-soft', mix(accent, '#ffffff', 0.78));
  style.setProperty('--accent-deep', mix(accent, '#000000', 0.25));
  return accent;
}
