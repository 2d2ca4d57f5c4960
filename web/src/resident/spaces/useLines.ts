import { useSubscription } from 'urql';
import { useData, type Reading } from '../../core/data/useData';
import { MyLinesDocument, MyOffersDocument, type MyLinesQuery, type MyOffersSubscription } from './spaces.gen';

/** Where I wait, read again as soon as a place is held for me. */
export function useLines(): Reading<MyLinesQuery> {
  const lines = useData(MyLinesDocument, {});
  useSubscription<MyOffersSubscription>({ query: MyOffersDocument }, (_, told) => {
    queueMicrotask(lines.again);
    return told;
  });
  return lines;
}
