import { parseAsString, useQueryState } from 'nuqs';
import { useTranslation } from 'react-i18next';
import { isoDay } from '../../core/format';

/** The day for which figures are shown, kept in the address; none is the latest that was counted. */
export const useAsOf = () => useQueryState('asOf', parseAsString);

export function AsOf() {
  const { t } = useTranslation('figures');
  const [asOf, setAsOf] = useAsOf();
  return (
    <label>
      {t('asOf')}
      <input className="board-input" type="date" max={isoDay()} value={asOf ?? ''} onChange={(event) => void setAsOf(event.target.value || null)} />
    </label>
  );
}
