/** The inbox in words: what a notification says, from its kind and facts, and where it leads. */
import { useTranslation } from 'react-i18next';
import { anyWords } from '../anyWords';
import type { Feature } from '../features';

export interface Told {
  kind: string;
  objectId: string;
  facts: string;
}

const factsOf = (told: Told): Record<string, unknown> => {
  try {
    return JSON.parse(told.facts) as Record<string, unknown>;
  } catch {
    return {};
  }
};

export function useInbox(features: readonly Feature[]) {
  const { t, i18n } = useTranslation();
  return {
    words: (told: Told): string => t([...anyWords(i18n, `notices.${told.kind}`), 'notifications:notices.UNKNOWN'], factsOf(told)),
    target(told: Told): string | null {
      const leads = features.map((feature) => feature.notices?.[told.kind]).find(Boolean);
      return leads ? leads(told.objectId, factsOf(told)) : null;
    },
  };
}
