/** What a feature's folder adds to a face: its pages, its place in the menu, its cards of today. Nobody keeps a list of features. */
import type { ComponentType, LazyExoticComponent, ReactNode } from 'react';

export type MenuGroup = 'work' | 'living' | 'together' | 'care' | 'records' | 'settings';

export interface PageRoute {
  /** Beneath the face, without a leading slash: `residents/:id`. */
  path: string;
  page: LazyExoticComponent<ComponentType>;
  /** The permission without which the page is neither shown nor in the menu; any one of several. */
  needs?: string | readonly string[];
  menu?: { /** A key with its namespace: `housing:menu.residents`. */ label: string; icon: ReactNode; group: MenuGroup; order: number };
}

export interface TodayCard {
  card: LazyExoticComponent<ComponentType>;
  needs?: string | readonly string[];
  order: number;
  /** Over the whole width. */
  wide?: boolean;
}

/** A way into something from the phone's list of services. */
export interface Tile {
  to: string;
  label: string;
  hint: string;
  icon: ReactNode;
  needs?: string | readonly string[];
  order: number;
}

export interface Feature {
  pages: readonly PageRoute[];
  /** Where a notification leads, by its kind; its words are `notices.<KIND>` of the feature's own. */
  notices?: Readonly<Record<string, (objectId: string, facts: Readonly<Record<string, unknown>>) => string>>;
  today?: readonly TodayCard[];
  tiles?: readonly Tile[];
  /** Ways from the phone's page of one's own things. */
  mine?: readonly Tile[];
  /** What works behind every page of the phone, and shows nothing. */
  behind?: { work: LazyExoticComponent<ComponentType>; needs: string };
}

/** The id by which a page knows a thing, of the plain id by which a notification names it. */
export const nodeId = (type: string, id: string): string => encodeURIComponent(btoa(`${type}:${id}`));

export const featuresOf = (found: Record<string, { feature: Feature }>): Feature[] => Object.values(found).map((file) => file.feature);

export const allowed = (may: (permission: string | undefined) => boolean, needs: string | readonly string[] | undefined): boolean =>
  typeof needs === 'string' || needs === undefined ? may(needs) : needs.some((one) => may(one));
