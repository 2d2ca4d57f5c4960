/** Words that any feature may have brought: the same key in every namespace, the first that has it. */
import type { i18n as I18n } from 'i18next';

export const anyWords = (i18n: I18n, key: string): string[] => ((i18n.options.ns ?? []) as string[]).map((namespace) => `${namespace}:${key}`);
