/** A form that writes: keeps what was typed after a refusal, puts the server's words on the field at fault, acts once. */
import { Form, type FormInstance } from 'antd';
import { useCallback, useState } from 'react';
import type { Outcome, Refused } from '../core/data/useAct';

export interface ActForm<Values> {
  form: FormInstance<Values>;
  problem: string | null;
  /** Runs the act with what was typed; true where it was done. */
  send: <Data>(act: () => Promise<Outcome<Data>>, done?: (made: Extract<Outcome<Data>, { ok: true }>['made']) => void) => Promise<boolean>;
  refuse: (problem: Refused) => void;
  clear: () => void;
}

export function useActForm<Values extends object>(): ActForm<Values> {
  const [form] = Form.useForm<Values>();
  const [problem, setProblem] = useState<string | null>(null);

  const refuse = useCallback(
    (refused: Refused): void => {
      const path = (refused.field ?? []).filter((part) => part !== 'input');
      const known = path.length > 0 ? Object.keys(form.getFieldsValue(true) as object).concat(Object.keys(form.getFieldsValue() as object)) : [];
      const name = path.find((part) => known.includes(part));
      if (name === undefined) return setProblem(refused.message);
      setProblem(null);
      form.setFields([{ name: name as never, errors: [refused.message] }]);
      form.scrollToField(name as never, { block: 'center', focus: true });
    },
    [form],
  );

  const send = useCallback<ActForm<Values>['send']>(
    async (act, done) => {
      setProblem(null);
      const outcome = await act();
      if (!outcome.ok) refuse(outcome.problem);
      else done?.(outcome.made as never);
      return outcome.ok;
    },
    [refuse],
  );

  return { form, problem, send, refuse, clear: () => setProblem(null) };
}
