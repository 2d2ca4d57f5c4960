import { App, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import type { CreateStationInput } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { CreateStationDocument, UpdateStationDocument } from './acts.gen';
import type { StationsQuery } from './casework.gen';
import { useStale } from './case/useStale';

type Station = StationsQuery['stations']['edges'][number]['node'];
type Typed = Omit<CreateStationInput, 'idempotencyKey'> & { communityIds: string[] };

interface Shown {
  open: boolean;
  /** The one to be changed; a new one where there is none. */
  station: Station | null;
  onClose: () => void;
  onDone: () => void;
}

export default function StationModal({ open, station, onClose, onDone }: Shown) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { needed, chosen } = useRules();
  const { communities } = usePlaces();
  const act = useActForm<Typed>();
  const key = useActKey();
  const stale = useStale();
  const [create, isCreating] = useAct(CreateStationDocument);
  const [update, isUpdating] = useAct(UpdateStationDocument);
  const words = t(station ? 'stationOf.changeOf' : 'stationOf.open', { name: station?.name });
  return (
    <ActModal<Typed>
      open={open}
      title={words}
      lead={station && t('stationOf.changeHint')}
      submit={station ? t('shared:act.save') : words}
      busy={isCreating || isUpdating}
      act={act}
      initial={station ? { ...station, communityIds: station.communities.map((one) => one.id) } : {}}
      onClose={onClose}
      onSubmit={(typed) =>
        void act.send(
          () => (station ? update({ input: { ...typed, stationId: station.id, version: station.version } }).then(stale) : create({ input: { ...typed, idempotencyKey: key() } })),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="name" label={t('stationOf.name')} rules={needed(t('stationOf.name'))}><Input maxLength={60} /></Form.Item>
      <Form.Item name="communityIds" label={t('stationOf.serves')} rules={chosen(t('stationOf.serves'))}><Select mode="multiple" options={communities.map((one) => ({ value: one.id, label: one.name }))} /></Form.Item>
      <div className="pair">
        <Form.Item name="phone" label={t('stationOf.phone')}><Input type="tel" /></Form.Item>
        <Form.Item name="hours" label={t('stationOf.hours')}><Input /></Form.Item>
      </div>
      <Form.Item name="address" label={t('stationOf.address')}><Input /></Form.Item>
    </ActModal>
  );
}
