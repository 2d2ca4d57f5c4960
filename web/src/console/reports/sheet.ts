/** A table as a sheet that a spreadsheet opens: UTF-8 with its mark, nothing that would be taken for a formula. */
import { save } from '../../core/data/files';

export type Field = string | number | null | undefined;

function written(field: Field): string {
  if (field == null) return '';
  const text = typeof field === 'string' && /^[=+\-@\t\r]/.test(field) ? `'${field}` : String(field);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const sheetOf = (rows: readonly (readonly Field[])[]): string => `\uFEFF${rows.map((row) => row.map(written).join(',')).join('\r\n')}\r\n`;

export const saveSheet = (name: string, rows: readonly (readonly Field[])[]): void => save(new Blob([sheetOf(rows)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
