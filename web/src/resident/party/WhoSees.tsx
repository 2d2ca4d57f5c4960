import { useTranslation } from 'react-i18next';

const EYES = ['branch', 'staff', 'neighbours', 'district'] as const;

/** Who learns what of a report; `isNamed` where the name is shared, or may be. */
export function WhoSees({ isNamed }: { isNamed: boolean }) {
  const { t } = useTranslation('party');
  return (
    <dl className="tally">
      {EYES.map((one) => (
        <div key={one} style={{ gridColumn: '1 / -1' }}>
          <dt><b>{t(`eyes.${one}`)}</b></dt>
          <dd className="soft" style={{ margin: 0 }}>{t(one === 'branch' && isNamed ? 'sees.branchNamed' : `sees.${one}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
