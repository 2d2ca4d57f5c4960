type Choice = { id: string; name: string };

/** What a dialog that makes something for a community is asked with. */
export interface Asked<Of extends Choice = Choice> {
  open: boolean;
  communities: readonly Of[];
  /** The one that the page is about, if any. */
  communityId: string | null;
  onClose: () => void;
}

/** What the form begins with: the page's community, or the first. */
export function ofCommunity({ communities, communityId }: Pick<Asked, 'communities' | 'communityId'>): { communityId?: string } {
  const first = communityId ?? communities[0]?.id;
  return first === undefined ? {} : { communityId: first };
}
