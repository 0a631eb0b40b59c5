import { useState } from 'react'
import { Button } from '../../src/ui/button.tsx'
import { FileDrop, ImportWizard, Progress } from '../../src/ui/import-wizard.tsx'
import { Screen } from '../../src/ui/screen.tsx'

export function WizardSample() {
  const [file, setFile] = useState<string>()
  return (
    <Screen title="导入台账">
      <ImportWizard
        current={file ? 'check' : 'header'}
        aside={<span className="y-meta">已保存 09:41:07</span>}
        actions={
          <>
            <Button>退回上一步</Button>
            <Button kind="primary" unavailable={file ? undefined : '先选择文件'}>
              提交有效行
            </Button>
          </>
        }
      >
        {file ? (
          <Progress words={`正在检查 ${file}`} done={1980} total={3412} actions={<Button>停止检查</Button>} />
        ) : (
          <FileDrop
            label="还没有台账。把现有的表格拖到这里"
            hint="系统会先检查，不会直接入库。支持 xlsx、xls、csv。"
            accept=".xlsx,.xls,.csv,.et"
            onFile={(one) => setFile(one.name)}
          />
        )}
      </ImportWizard>
    </Screen>
  )
}
