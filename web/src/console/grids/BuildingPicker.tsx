import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { BuildingsToCoverDocument } from './grids.gen';

interface Place {
  communityId: string;
  operatorCode?: string | null;
}

function useBuildings({ communityId, operatorCode }: Place) {
  const reading = useData(BuildingsToCoverDocument, { communityId, operatorCode: operatorCode ?? '' });
  return { isLoading: reading.kind === 'loading', buildings: reading.kind === 'data' ? reading.data.buildingsToCover : [] };
}

/** The whole of a community (empty), or one of its buildings. */
export function BuildingPicker({ within, id, value, onChange }: { within: Place; id?: string; value?: string; onChange?: (found: string) => void }) {
  const { t } = useTranslation('grids');
  const { buildings, isLoading } = useBuildings(within);
  const options = [{ value: '', label: t('wholeCommunity') }, ...buildings.map((one) => ({ value: one.buildingId as string, label: one.name }))];
  return <Select<string> {...(id ? { id } : {})} showSearch={{ optionFilterProp: 'label' }} loading={isLoading} value={value ?? ''} {...(onChange ? { onChange } : {})} options={options} />;
}

/** The name of one building. */
export function BuildingName({ of, within }: { of: string; within: Place }) {
  const { t } = useTranslation('grids');
  return useBuildings(within).buildings.find((one) => one.buildingId === of)?.name ?? t('oneBuilding');
}
