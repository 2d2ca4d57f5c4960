import { useTranslation } from 'react-i18next';
import { Tag } from '../../desk/Tag';

/** How the notices of a community stand: what is overdue first. */
export function NoticeState({ of }: { of: { openNotices: number; overdueNotices: number } }) {
  const { t } = useTranslation('communities');
  if (of.overdueNotices > 0) return <Tag tone="bad">{t('overdue', { count: of.overdueNotices })}</Tag>;
  return of.openNotices > 0 ? <Tag tone="warn">{t('open', { count: of.openNotices })}</Tag> : <span className="muted">{t('clear')}</span>;
}
