import { App, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import { daysAfter, isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { RoomMapDocument } from '../rooms/rooms.gen';
import { AllotBedsDocument } from './employers.gen';

interface Typed {
  building: string;
  bedIds: string[];
  startsOn: string;
  endsOn: string;
}

/** Holding vacant beds of a building for an employer's staff. */
export default function AllotModal({ employer, onClose }: { employer: { id: string; name: string } | null; onClose: () => void }) {
  const { t } = useTranslation('employers');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [allot, isBusy] = useAct(AllotBedsDocument);
  const { communities } = usePlaces();
  const building = Form.useWatch('building', act.form);
  const picked = Form.useWatch('bedIds', act.form) ?? [];
  const map = useData(RoomMapDocument, { building: building ?? '' }, { pause: !employer || !building });
  const units = map.kind === 'data' ? map.data.roomMap.floors.flatMap((floor) => floor.units) : [];
  const free = units
    .map((one) => ({ unit: one.unit.number, beds: one.beds.filter((bed) => bed.state === 'VACANT') }))
    .filter((one) => one.beds.length > 0);
  return (
    <ActModal<Typed>
      open={employer !== null}
      title={t('allotFor', { name: employer?.name })}
      submit={t('allot')}
      busy={isBusy}
      width={560}
      act={act}
      initial={{ startsOn: isoDay(), endsOn: daysAfter(isoDay(), 365), bedIds: [] }}
      onClose={onClose}
      onSubmit={({ bedIds, startsOn, endsOn }) =>
        void act.send(
          () => allot({ input: { employerId: employer?.id ?? '', bedIds, startsOn, endsOn, idempotencyKey: key() } }),
          (made) => {
            void message.success(t('allotted', { count: made.beds.length }));
            onClose();
          },
        )
      }
    >
      <Form.Item name="building" label={t('building')} rules={chosen(t('building'))}>
        <Select onChange={() => act.form.setFieldValue('bedIds', [])} options={communities.map((one) => ({ label: one.name, title: one.name, options: one.buildings.map((each) => ({ value: each.id, label: each.name })) }))} />
      </Form.Item>
      <Form.Item name="bedIds" label={t('choose')} rules={chosen(t('choose'))} extra={t('chosen', { count: picked.length })}>
        <Select
          mode="multiple"
          maxTagCount={6}
          disabled={!building}
          loading={Boolean(building) && map.kind === 'loading'}
          notFoundContent={t('noneFree')}
          showSearch={{ optionFilterProp: 'label' }}
          options={free.map((one) => ({ label: t('room', { unit: one.unit }), title: one.unit, options: one.beds.map((bed) => ({ value: bed.bed.id, label: `${one.unit}-${bed.bed.label}` })) }))}
        />
      </Form.Item>
      <div className="pair">
        <Form.Item name="startsOn" label={t('startsOn')} rules={chosen(t('startsOn'))}><DayPicker /></Form.Item>
        <Form.Item name="endsOn" label={t('until')} rules={chosen(t('until'))}><DayPicker min={isoDay()} /></Form.Item>
      </div>
    </ActModal>
  );
}
