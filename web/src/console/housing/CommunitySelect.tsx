import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Community } from './usePlaces';

interface Shown {
  communities: readonly Community[];
  value: string | null;
  onChange: (id: string | null) => void;
}

/** All communities or one; nothing is shown where there is only one. */
export function CommunitySelect({ communities, value, onChange }: Shown) {
  const { t } = useTranslation('housing');
  if (communities.length < 2) return null;
  return (
    <Select
      aria-label={t('community')}
      style={{ minWidth: 180 }}
      value={value ?? ''}
      onChange={(id) => onChange(id || null)}
      options={[{ value: '', label: t('allCommunities') }, ...communities.map((one) => ({ value: one.id, label: one.name }))]}
    />
  );
}
