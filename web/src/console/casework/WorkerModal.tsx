import { App, Form, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useData } from '../../core/data/useData';
import type { StationRole } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { StaffDocument } from '../staff/staff.gen';
import { AddStationWorkerDocument } from './acts.gen';

interface Typed {
  membershipId: string;
  role: StationRole;
}

/** Someone of the staff who is to work at a station. */
export default function WorkerModal({ station, onClose, onDone }: { station: { id: string; name: string } | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [add, isBusy] = useAct(AddStationWorkerDocument);
  const staff = useData(StaffDocument, { first: 100 }, { pause: !station });
  const fit = staff.kind === 'data' ? staff.data.staff.edges.map(({ node }) => node).filter((one) => ['SOCIAL_WORKER', 'STATION_SUPERVISOR'].includes(one.role)) : [];
  return (
    <ActModal<Typed>
      open={station !== null}
      title={t('stationOf.addTo', { station: station?.name })}
      lead={t('stationOf.addHint')}
      submit={t('stationOf.add')}
      busy={isBusy}
      act={act}
      initial={{ role: 'WORKER' }}
      onClose={onClose}
      onSubmit={(typed) =>
        station &&
        void act.send(
          () => add({ input: { stationId: station.id, ...typed, idempotencyKey: key() } }),
          () => {
            void message.success(t('done'));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="membershipId" label={t('worker')} rules={chosen(t('worker'))}><Select loading={staff.kind === 'loading'} options={fit.map((one) => ({ value: one.id, label: `${one.displayName} · ${t(`shared:role.${one.role}`)}` }))} /></Form.Item>
      <Form.Item name="role" label={t('as')}><Segmented block options={(['WORKER', 'SUPERVISOR'] as const).map((value) => ({ value, label: t(`stationRoles.${value}`) }))} /></Form.Item>
    </ActModal>
  );
}
