/** A table that scrolls sideways in itself where the screen is narrower, by keyboard too. */
import { Table, type TableProps } from 'antd';

/** It takes the focus where it is wider than the screen, and only then. */
function reach(around: HTMLDivElement | null) {
  const inside = around?.querySelector<HTMLElement>('.ant-table-content');
  if (!inside) return;
  const watcher = new ResizeObserver(() => {
    if (inside.scrollWidth > inside.clientWidth) inside.tabIndex = 0;
    else inside.removeAttribute('tabindex');
  });
  watcher.observe(inside);
  return () => watcher.disconnect();
}

export function WideTable<Row extends object>(shown: TableProps<Row>) {
  return (
    <div ref={reach}>
      <Table<Row> pagination={false} {...shown} />
    </div>
  );
}
