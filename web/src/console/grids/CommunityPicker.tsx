import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { DistrictCommunitiesDocument, type DistrictCommunitiesQuery } from './grids.gen';

export type Listed = DistrictCommunitiesQuery['districtCommunities']['edges'][number]['node'];

/** A community of any operator, found by a piece of its name or code. */
export function CommunityPicker({ id, onChange }: { id?: string; value?: Listed; onChange?: (found: Listed) => void }) {
  const { t } = useTranslation('grids');
  const [search, setSearch] = useState('');
  const reading = useData(DistrictCommunitiesDocument, { search: search || null });
  const found = reading.kind === 'data' ? reading.data.districtCommunities.edges.map((edge) => edge.node) : [];
  return (
    <Select<string>
      {...(id ? { id } : {})}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      placeholder={t('findCommunity')}
      loading={reading.kind === 'loading'}
      onChange={(_, option) => onChange?.((option as unknown as { found: Listed }).found)}
      options={found.map((one) => ({ value: one.communityId, label: `${one.name} · ${one.operatorName}`, found: one }))}
    />
  );
}
