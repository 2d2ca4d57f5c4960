import { useTranslation } from 'react-i18next';
import { number } from '../../core/format';
import type { TallyFragment } from './communities.gen';
import './communities.css';

const LAMPS = ['red', 'yellow', 'green'] as const;

/** Open issues by how much of their time is left: a bar, and the same in words. */
export function LampBar({ of }: { of: TallyFragment }) {
  const { t } = useTranslation('communities');
  return (
    <span className="lamps">
      <span className="lamps-bar" aria-hidden="true">
        {LAMPS.map((lamp) => of[lamp] > 0 && <span key={lamp} className={lamp} style={{ flexGrow: of[lamp] }} />)}
      </span>
      <span className="lamps-words num">
        {LAMPS.map((lamp) => <span key={lamp} className={lamp}>{t(`lamps.${lamp}`, { count: of[lamp], replace: { count: number(of[lamp]) } })}</span>)}
      </span>
    </span>
  );
}
