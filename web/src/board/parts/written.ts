/** Figures in words: a share as a percentage, a hidden one as such, a change with its sign. */
import { number, percent } from '../../core/format';

export interface Written {
  value: number | null;
  measure: { unit: { code: string; name: string } };
}

export const isShare = (unit: string): boolean => unit === 'SHARE';
export const write = (value: number, unit: string): string => (isShare(unit) ? percent(value) : number(Math.round(value * 100) / 100));
export const signed = (change: number, unit: string): string => `${change > 0 ? '+' : change < 0 ? '−' : '±'}${write(Math.abs(change), unit)}`;
