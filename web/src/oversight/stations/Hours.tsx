import { useTranslation } from 'react-i18next';
import { separator } from '../../core/format';
import { byTime, timeOf } from '../../core/hours';
import type { OwnStationFragment } from './stations.gen';

/** Weekly hours, the days that share them together. */
export function Hours({ of }: { of: OwnStationFragment['hours'] }) {
  const { t } = useTranslation('stations');
  return (
    <dl className="facts">
      {byTime(of).map((one) => (
        <div key={one.opens} style={{ display: 'contents' }}>
          <dt className="num">{timeOf(one)}</dt>
          <dd>{one.weekdays.map((day) => t(`days.${day}`)).join(separator())}</dd>
        </div>
      ))}
    </dl>
  );
}
