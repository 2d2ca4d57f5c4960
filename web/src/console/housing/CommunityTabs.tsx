import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Community } from './usePlaces';

/** One community after another; nothing is shown where there is only one. */
export function CommunityTabs({ communities, value, onChange }: { communities: readonly Community[]; value: string; onChange: (id: string) => void }) {
  const { t } = useTranslation('housing');
  if (communities.length < 2) return null;
  return <Segmented aria-label={t('community')} style={{ marginBottom: 12 }} value={value} onChange={onChange} options={communities.map((one) => ({ value: one.id, label: one.name }))} />;
}
