import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CouncilQuestionInput, QuestionKind } from '../../core/schema.gen';
import { useRules } from '../../desk/fields';

const KINDS: readonly QuestionKind[] = ['TEXT', 'CHOICE', 'YES_NO'];
const MOST = 10;
const FRESH = { kind: 'TEXT', text: '', options: [], isRequired: false } as const;

export interface AskedQuestion {
  kind: QuestionKind;
  text: string;
  options?: string[];
  isRequired?: boolean;
}

/** What is asked, as the server takes it: nothing but a choice has options. */
export const questionsOf = (typed: readonly AskedQuestion[] | undefined): CouncilQuestionInput[] =>
  (typed ?? []).map(({ kind, text, options, isRequired }) => ({ kind, text, options: kind === 'CHOICE' ? (options ?? []) : [], isRequired: isRequired ?? false }));

/** The questions to whoever registers, one below the other. */
export function QuestionFields() {
  const { t } = useTranslation('councils');
  const { needed } = useRules();
  return (
    <Form.List name="questions">
      {(rows, { add, remove }) => (
        <fieldset className="bands">
          <legend>{t('ask.title')}</legend>
          <p className="muted">{t('ask.hint')}</p>
          {rows.map((row, at) => (
            <div key={row.key} className="band">
              <Form.Item name={[row.name, 'text']} rules={needed(t('ask.text'))} style={{ flex: '1 1 200px', margin: 0 }}><Input maxLength={200} aria-label={t('ask.textOf', { number: at + 1 })} placeholder={t('ask.text')} /></Form.Item>
              <Form.Item name={[row.name, 'kind']} noStyle><Select aria-label={t('ask.kindOf', { number: at + 1 })} style={{ minWidth: 104 }} options={KINDS.map((value) => ({ value, label: t(`ask.kinds.${value}`) }))} /></Form.Item>
              <Form.Item noStyle shouldUpdate>
                {({ getFieldValue }) =>
                  getFieldValue(['questions', row.name, 'kind']) === 'CHOICE' && (
                    <Form.Item name={[row.name, 'options']} noStyle><Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['，', ',', '、']} aria-label={t('ask.optionsOf', { number: at + 1 })} placeholder={t('ask.options')} style={{ minWidth: 180 }} /></Form.Item>
                  )
                }
              </Form.Item>
              <Form.Item name={[row.name, 'isRequired']} valuePropName="checked" noStyle><Checkbox>{t('ask.required')}</Checkbox></Form.Item>
              <Button type="text" className="band-remove" onClick={() => remove(row.name)} aria-label={t('ask.removeOf', { number: at + 1 })}>{t('ask.remove')}</Button>
            </div>
          ))}
          {rows.length < MOST && <Button type="dashed" onClick={() => add(FRESH)}>{t('ask.add')}</Button>}
        </fieldset>
      )}
    </Form.List>
  );
}
