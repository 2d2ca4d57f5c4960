/** Minhang's streets and towns, by their codes of administrative division. */
import subdistricts from './minhang.json';

export const SUBDISTRICTS: readonly { code: string; zh: string; en: string; zhBrief: string; enBrief: string }[] = subdistricts;
