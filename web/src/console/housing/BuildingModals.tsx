import { App, Form, Input, InputNumber, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { UnitKind } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { CreateBuildingDocument, CreateUnitsDocument, type CreateBuildingInput } from './communities.gen';

export function BuildingModal({ community, onClose }: { community: { id: string; name: string } | null; onClose: () => void }) {
  const { t } = useTranslation('housing');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<CreateBuildingInput>();
  const key = useActKey();
  const [create, isBusy] = useAct(CreateBuildingDocument);
  return (
    <ActModal<CreateBuildingInput>
      open={community !== null}
      title={t('addBuildingTo', { name: community?.name })}
      submit={t('addBuilding')}
      busy={isBusy}
      act={act}
      initial={{ floors: 6 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { ...typed, communityId: community?.id ?? '', idempotencyKey: key() } }),
          () => {
            void message.success(t('buildingAdded'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="name" label={t('name')} rules={needed(t('name'))}><Input /></Form.Item>
      <div className="pair">
        <Form.Item name="code" label={t('code')} rules={needed(t('code'))}><Input /></Form.Item>
        <Form.Item name="floors" label={t('floors')}><InputNumber min={1} max={80} style={{ width: '100%' }} /></Form.Item>
      </div>
    </ActModal>
  );
}

interface Units {
  kind: UnitKind;
  floor: number;
  numbers: string;
  area: number;
  beds: number;
  maxOccupants: number;
}

export function UnitsModal({ building, onClose }: { building: { id: string; name: string; floors: number } | null; onClose: () => void }) {
  const { t } = useTranslation('housing');
  const { message } = App.useApp();
  const { needed } = useRules();
  const act = useActForm<Units>();
  const [create, isBusy] = useAct(CreateUnitsDocument);
  const unitsOf = ({ numbers, beds, area, ...rest }: Units) =>
    numbers.split(/[\s,，、]+/).filter(Boolean).map((number) => ({ ...rest, number, area: String(area), bedLabels: Array.from({ length: beds }, (_, at) => String(at + 1)) }));
  return (
    <ActModal<Units>
      open={building !== null}
      title={t('addUnitsTo', { name: building?.name })}
      submit={t('addUnits')}
      busy={isBusy}
      act={act}
      initial={{ kind: 'ROOM', floor: 1, area: 24, beds: 1, maxOccupants: 2 }}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => create({ input: { buildingId: building?.id ?? '', units: unitsOf(typed) } }),
          (made) => {
            void message.success(t('unitsAdded', { count: made.units.length }));
            onClose();
          },
        )
      }
    >
      <Form.Item name="kind" label={t('kind')}><Segmented options={(['ROOM', 'SUITE'] as const).map((one) => ({ value: one, label: t(`kinds.${one}`) }))} /></Form.Item>
      <Form.Item name="numbers" label={t('numbers')} extra={t('numbersHint')} rules={needed(t('numbers'))}><Input /></Form.Item>
      <div className="pair">
        <Form.Item name="floor" label={t('floor')}><InputNumber min={-3} max={building?.floors ?? 80} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="area" label={t('area')}><InputNumber min={4} max={500} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="beds" label={t('bedCount')}><InputNumber min={1} max={24} style={{ width: '100%' }} /></Form.Item>
        <Form.Item name="maxOccupants" label={t('maxOccupants')}><InputNumber min={1} max={24} style={{ width: '100%' }} /></Form.Item>
      </div>
    </ActModal>
  );
}
