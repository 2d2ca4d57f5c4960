import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { number, percent } from '../../core/format';
import { States } from '../../desk/States';
import { OccupancyDocument } from './communities.gen';

/** A community in figures on a day: derived from the ledger of beds. */
export function OccupancyFigures({ community, asOf = null }: { community: string; asOf?: string | null }) {
  const { t } = useTranslation('housing');
  const reading = useData(OccupancyDocument, { community, asOf });
  return (
    <States of={reading} rows={2}>
      {({ occupancy: now }) => (
        <dl className="figures">
          <div className="figure">
            <dt>{t('rate')}</dt>
            <dd>{percent(now.rate)}<div className="bar" aria-hidden="true"><span style={{ width: percent(now.rate) }} /></div></dd>
          </div>
          <div className="figure"><dt>{t('beds')}</dt><dd>{number(now.beds)}<small>{t('sheet')}</small></dd></div>
          <div className="figure"><dt>{t('occupiedBeds')}</dt><dd>{number(now.bedsOccupied)}<small>{t('sheet')}</small></dd></div>
          <div className="figure"><dt>{t('reservedBeds')}</dt><dd>{number(now.bedsReserved)}<small>{t('sheet')}</small></dd></div>
          <div className="figure"><dt>{t('residents')}</dt><dd>{number(now.residents)}<small>{t('person')}</small></dd></div>
          <div className="figure"><dt>{t('units')}</dt><dd>{number(now.units)}<small>{t('unit')}</small></dd></div>
        </dl>
      )}
    </States>
  );
}
