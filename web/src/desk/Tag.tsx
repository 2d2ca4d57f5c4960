import type { ReactNode } from 'react';

export type Tone = 'good' | 'warn' | 'bad' | 'cold' | 'accent' | 'plain';

/** A state in words, with a tone beside: never by colour alone. */
export const Tag = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => <span className={`tag ${tone}`}>{children}</span>;
