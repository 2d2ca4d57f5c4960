import { Form, Select, type FormInstance } from 'antd';
import { useTranslation } from 'react-i18next';
import { useData } from '../../core/data/useData';
import { useRules } from '../../desk/fields';
import { RoomMapDocument } from '../rooms/rooms.gen';

export interface PlaceTyped {
  building: string;
  unit: string;
  bed: string;
}

export const WHOLE = 'whole';

interface Shown {
  form: FormInstance;
  /** Buildings to choose from, by community. */
  among: readonly { name: string; buildings: readonly { id: string; name: string }[] }[];
}

/** Choosing a free place: building, then a room with free beds, then the bed or all of it. */
export function PlaceFields({ form, among }: Shown) {
  const { t } = useTranslation('stays');
  const { chosen } = useRules();
  const building = Form.useWatch<string | undefined>('building', form);
  const unit = Form.useWatch<string | undefined>('unit', form);
  const map = useData(RoomMapDocument, { building: building ?? '' }, { pause: !building });
  const units = map.kind === 'data' ? map.data.roomMap.floors.flatMap((floor) => floor.units).filter((one) => one.beds.some((bed) => bed.state === 'VACANT')) : [];
  const beds = units.find((one) => one.unit.id === unit)?.beds ?? [];
  const free = beds.filter((bed) => bed.state === 'VACANT');
  return (
    <>
      <Form.Item name="building" label={t('building')} rules={chosen(t('building'))}>
        <Select onChange={() => form.resetFields(['unit', 'bed'])} options={among.map((one) => ({ label: one.name, title: one.name, options: one.buildings.map((each) => ({ value: each.id, label: each.name })) }))} />
      </Form.Item>
      <div className="pair">
        <Form.Item name="unit" label={t('unit')} rules={chosen(t('unit'))}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            disabled={!building}
            loading={Boolean(building) && map.kind === 'loading'}
            onChange={() => form.resetFields(['bed'])}
            options={units.map((one) => ({ value: one.unit.id, label: t('freeIn', { unit: one.unit.number, count: one.beds.filter((bed) => bed.state === 'VACANT').length }) }))}
          />
        </Form.Item>
        <Form.Item name="bed" label={t('bed')} rules={chosen(t('bed'))}>
          <Select disabled={!unit} options={[...free.map((one) => ({ value: one.bed.id, label: t('bedOf', { label: one.bed.label }) })), ...(free.length > 0 && free.length === beds.length ? [{ value: WHOLE, label: t('wholeUnit') }] : [])]} />
        </Form.Item>
      </div>
    </>
  );
}
