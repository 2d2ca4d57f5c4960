import { App, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { BuildingPicker } from './BuildingPicker';
import { CommunityPicker, type Listed } from './CommunityPicker';
import { CoverPlaceDocument } from './grids.gen';
import type { GridFound } from './Grid';

interface Typed {
  communityId: Listed;
  buildingId: string;
  startsOn: string;
}

/** A community that a grid is to cover, or one building of it. */
export default function CoverModal({ grid, onClose, onDone }: { grid: GridFound; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('grids');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const within = Form.useWatch('communityId', act.form) as Listed | undefined;
  const [cover, isBusy] = useAct(CoverPlaceDocument);
  const submit = ({ communityId: of, buildingId, startsOn }: Typed): Promise<boolean> =>
    act.send(
      () => cover({ input: { gridId: grid.id, communityId: of.communityId, buildingId: buildingId || null, operatorCode: of.operatorCode ?? '', startsOn, endsOn: grid.endsOn } }),
      () => {
        void message.success(t('covered', { name: of.name }));
        onDone();
      },
    );
  return (
    <ActModal<Typed> open title={t('cover')} lead={grid.name} submit={t('cover')} busy={isBusy} act={act} initial={{ startsOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="communityId" label={t('community')} rules={chosen(t('community'))}><CommunityPicker /></Form.Item>
      {within && <Form.Item key={within.communityId} name="buildingId" label={t('building')} initialValue=""><BuildingPicker within={within} /></Form.Item>}
      <Form.Item name="startsOn" label={t('startsOn')} rules={chosen(t('startsOn'))}><DayPicker /></Form.Item>
    </ActModal>
  );
}
