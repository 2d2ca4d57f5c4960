import type { ComponentType } from 'react';
import { useParams } from 'react-router';

/** A page of one thing, which begins anew for another: nothing that was opened, typed or revealed goes along. */
export function OfOne({ page: Page }: { page: ComponentType }) {
  return <Page key={Object.values(useParams()).join('/')} />;
}
