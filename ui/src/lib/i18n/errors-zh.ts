export interface Said {
  title: string;
  advice: string;
  /** The program's own words add something (numbers, names). */
  showDetail?: boolean;
}

/** By the program's stable codes. */
export const errorsZh: Record<string, Said> = {
  unknown: { title: '没有做成', advice: '已写的内容都还在。请再试一次；仍不行时，到设置里“检查本机”。' },
};
