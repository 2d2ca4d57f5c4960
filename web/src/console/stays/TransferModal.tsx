import { App, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../core/auth/useSession';
import { useAct } from '../../core/data/useAct';
import { isoDay } from '../../core/format';
import { ActModal } from '../../desk/ActModal';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import { usePlaces } from '../housing/usePlaces';
import { TransferStayDocument } from '../rooms/rooms.gen';
import type { Subject } from './LeaveModals';
import { PlaceFields, WHOLE, type PlaceTyped } from './PlaceFields';

interface Typed extends PlaceTyped {
  movesOn: string;
  overLimitReason?: string;
}

/** Moving to another bed, room or suite; since when they live here is kept. */
export function TransferModal({ stay, onClose, onDone }: { stay: Subject | null; onClose: () => void; onDone: () => void }) {
  const { t } = useTranslation('stays');
  const { message } = App.useApp();
  const { chosen, needed } = useRules();
  const may = useMay();
  const act = useActForm<Typed>();
  const [isOver, setIsOver] = useState(false);
  const [transfer, isBusy] = useAct(TransferStayDocument);
  const { communities } = usePlaces();

  async function submit(typed: Typed): Promise<void> {
    const { unit: unitId, bed, movesOn, overLimitReason = null } = typed;
    const outcome = await transfer({ input: { stayId: stay?.id ?? '', unitId, bedId: bed === WHOLE ? null : bed, movesOn, overLimitReason } });
    if (!outcome.ok) {
      setIsOver(outcome.problem.code === 'OVER_LIMIT' && may('housing:override_limits'));
      return act.refuse(outcome.problem);
    }
    void message.success(t('transferred', { who: stay?.who }));
    onDone();
  }

  return (
    <ActModal<Typed> open={stay !== null} title={t('transferOf', { who: stay?.who, place: stay?.place })} submit={t('transfer')} busy={isBusy} act={act} initial={{ movesOn: isoDay() }} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <PlaceFields form={act.form} among={communities} />
      <Form.Item name="movesOn" label={t('movesOn')} rules={chosen(t('movesOn'))}><DayPicker /></Form.Item>
      {isOver && <Form.Item name="overLimitReason" label={t('overLimitReason')} rules={needed(t('overLimitReason'))}><Input.TextArea rows={2} /></Form.Item>}
    </ActModal>
  );
}
