import { App, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../core/data/useAct';
import type { BedCondition } from '../../core/schema.gen';
import { ActModal } from '../../desk/ActModal';
import { useActForm } from '../../desk/useActForm';
import { SetBedStateDocument } from './rooms.gen';

const CONDITIONS: readonly BedCondition[] = ['CLEAN', 'DIRTY', 'INSPECTED', 'OUT_OF_SERVICE'];

interface Typed {
  condition: BedCondition;
  note?: string;
}

/** The bed as a thing: clean, to be cleaned, inspected, or out of service. */
export function ConditionModal({ bed, onClose }: { bed: { id: string; place: string; condition: BedCondition } | null; onClose: () => void }) {
  const { t } = useTranslation('rooms');
  const { message } = App.useApp();
  const act = useActForm<Typed>();
  const [setState, isBusy] = useAct(SetBedStateDocument);
  return (
    <ActModal<Typed>
      open={bed !== null}
      title={t('setConditionOf', { place: bed?.place })}
      submit={t('shared:act.save')}
      busy={isBusy}
      act={act}
      initial={{ condition: bed?.condition ?? 'CLEAN' }}
      onClose={onClose}
      onSubmit={({ condition, note = null }: { condition: BedCondition; note?: string | null }) =>
        void act.send(
          () => setState({ input: { bedId: bed?.id ?? '', condition, note } }),
          () => {
            void message.success(t('conditionSet'));
            onClose();
          },
        )
      }
    >
      <Form.Item name="condition" label={t('condition')}>
        <Radio.Group options={CONDITIONS.map((one) => ({ value: one, label: t(`conditions.${one}`) }))} />
      </Form.Item>
      <Form.Item name="note" label={t('note')}><Input maxLength={200} /></Form.Item>
    </ActModal>
  );
}
