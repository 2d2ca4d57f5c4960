import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../core/data/useAct';
import { useNameOf } from '../../core/useNameOf';
import { ActModal } from '../../desk/ActModal';
import { useRules } from '../../desk/fields';
import { useActForm } from '../../desk/useActForm';
import type { Repetition } from './Repeats';
import { PlanPreventionDocument } from './repeats.gen';

interface Typed {
  text: string;
}

interface Asked {
  of: Repetition;
  onClose: () => void;
  onDone: () => void;
}

/** Planning what is to be done so that a type of issue comes back no more. */
export default function PreventModal({ of, onClose, onDone }: Asked) {
  const { t } = useTranslation('issues');
  const { needed } = useRules();
  const nameOf = useNameOf();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [plan, isBusy] = useAct(PlanPreventionDocument);
  const submit = (typed: Typed): Promise<boolean> =>
    act.send(
      () => plan({ input: { ...typed, communityId: of.community?.id ?? '', buildingId: of.building?.id ?? null, categoryId: of.category?.id ?? '', idempotencyKey: key() } }),
      () => {
        onDone();
      },
    );
  const lead = [of.community?.name, of.building?.name ?? t('repeat.outside'), of.category && nameOf(of.category), t('repeat.count', { count: of.count })].join(' · ');
  return (
    <ActModal<Typed> open title={t('repeat.plan')} lead={lead} submit={t('repeat.plan')} busy={isBusy} act={act} initial={{}} onClose={onClose} onSubmit={(typed) => void submit(typed)}>
      <Form.Item name="text" label={t('repeat.todo')} extra={t('repeat.todoHint')} rules={needed(t('repeat.todo'))}><Input.TextArea rows={4} maxLength={1000} showCount placeholder={t('repeat.todoExample')} /></Form.Item>
    </ActModal>
  );
}
