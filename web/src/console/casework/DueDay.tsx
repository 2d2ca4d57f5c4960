import { useTranslation } from 'react-i18next';
import { date, isoDay } from '../../core/format';
import { Tag } from '../../desk/Tag';

/** By when something is owed, and whether that day has passed. */
export function DueDay({ on }: { on: string | null | undefined }) {
  const { t } = useTranslation('casework');
  if (!on) return <span className="muted">{t('noDue')}</span>;
  return <span className="acts"><span className="num">{date(on)}</span>{on < isoDay() && <Tag tone="bad">{t('late')}</Tag>}</span>;
}
