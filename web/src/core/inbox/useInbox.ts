/** The inbox in words: what a notification says, from its kind and facts, and where it leads. */
import { useTranslation } from 'react-i18next';
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
  const namespaces = (i18n.options.ns ?? []) as string[];
  return {
    words(told: Told): string {
      const keys = namespaces.map((namespace) => `${namespace}:notices.${told.kind}`);
      return t([...keys, 'notifications:notices.UNKNOWN'], factsOf(told));
    },
    target(told: Told): string | null {
      const leads = features.map((feature) => feature.notices?.[told.kind]).find(Boolean);
      return leads ? leads(told.objectId, factsOf(told)) : null;
    },
  };
}
