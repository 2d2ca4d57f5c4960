/** The shelf, for components. */
import { useEffect, useState } from 'react';
import { useSession } from '../auth/useSession';
import { listen } from './shelf';

/** Under whose name things are kept. */
export function useWhose(): string {
  const { me, seat } = useSession();
  return `${me?.accountId ?? ''} ${seat?.key ?? ''}`;
}

/** What `read` finds, again whenever the shelf changes; null until it is known. */
export function useShelf<Found>(read: (whose: string) => Promise<Found>, nothing: Found): Found | null {
  const whose = useWhose();
  const [found, setFound] = useState<{ whose: string; it: Found } | null>(null);
  useEffect(() => {
    let isOver = false;
    const look = (): void => void read(whose).catch(() => nothing).then((it) => !isOver && setFound({ whose, it }));
    const deaf = listen(look);
    look();
    return () => {
      isOver = true;
      deaf();
    };
  }, [read, whose, nothing]);
  return found?.whose === whose ? found.it : null;
}
