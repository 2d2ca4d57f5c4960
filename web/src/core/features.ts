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

/** What a notification says beside its kind and its object. */
type Facts = Readonly<Record<string, unknown>>;

export interface Feature {
  pages: readonly PageRoute[];
  /** Where a notification leads, by its kind; its words are `notices.<KIND>` of the feature's own. */
  notices?: Readonly<Record<string, (objectId: string, facts: Facts) => string>>;
  today?: readonly TodayCard[];
  tiles?: readonly Tile[];
  /** Ways from the phone's page of one's own things. */
  mine?: readonly Tile[];
  /** What works behind every page of the phone, and shows nothing. */
  behind?: { work: LazyExoticComponent<ComponentType>; needs: string };
}

/** The id by which a page knows a thing, of the plain id by which a notification names it. */
export const nodeId = (type: string, id: string): string => encodeURIComponent(btoa(`${type}:${id}`));

/** For what is told of a part, such as a step: it leads to the whole that the facts name, or else to the list of such. */
export const toWhole = (list: string, type: string, fact: string) => (_: string, facts: Facts): string => (typeof facts[fact] === 'string' ? `${list}/${nodeId(type, facts[fact])}` : list);

export const featuresOf = (found: Record<string, { feature: Feature }>): Feature[] => Object.values(found).map((file) => file.feature);

export const allowed = (may: (permission: string | undefined) => boolean, needs: string | readonly string[] | undefined): boolean =>
  typeof needs === 'string' || needs === undefined ? may(needs) : needs.some((one) => may(one));
