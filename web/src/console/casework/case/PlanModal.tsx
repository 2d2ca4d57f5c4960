import { App, Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAct, useActKey } from '../../../core/data/useAct';
import { date, daysAfter, isoDay } from '../../../core/format';
import type { ActivityKind } from '../../../core/schema.gen';
import { ActModal } from '../../../desk/ActModal';
import { DayPicker } from '../../../desk/DayPicker';
import { useRules } from '../../../desk/fields';
import { useActForm } from '../../../desk/useActForm';
import { PlanCaseActivityDocument } from '../plans.gen';
import { ACTIVITIES } from '../tones';

interface Typed {
  kind: ActivityKind;
  dueOn: string;
}

interface Shown {
  caseId: string;
  code: string;
  open: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** A visit, a call or a review, by a day; it stands in the worker's own list until it is done. */
export default function PlanModal({ caseId, code, open, onClose, onDone }: Shown) {
  const { t } = useTranslation('casework');
  const { message } = App.useApp();
  const { chosen } = useRules();
  const act = useActForm<Typed>();
  const key = useActKey();
  const [plan, isBusy] = useAct(PlanCaseActivityDocument);
  return (
    <ActModal<Typed>
      open={open}
      title={t('plans.addTo', { code })}
      lead={t('plans.hint')}
      submit={t('plans.add')}
      busy={isBusy}
      act={act}
      initial={{ kind: 'VISIT', dueOn: daysAfter(isoDay(), 1) }}
      onClose={onClose}
      onSubmit={({ kind, dueOn }) =>
        void act.send(
          () => plan({ input: { caseId, kind, dueOn, idempotencyKey: key() } }),
          () => {
            void message.success(t('plans.added', { title: t(`plans.kinds.${kind}`), date: date(dueOn) }));
            onClose();
            onDone();
          },
        )
      }
    >
      <Form.Item name="kind" label={t('plans.kind')}><Radio.Group options={ACTIVITIES.map((value) => ({ value, label: t(`plans.kinds.${value}`) }))} /></Form.Item>
      <Form.Item name="dueOn" label={t('plans.dueOn')} rules={chosen(t('plans.dueOn'))}><DayPicker min={isoDay()} /></Form.Item>
    </ActModal>
  );
}
