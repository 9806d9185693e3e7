def log = new File(basedir, 'build.log').getText('UTF-8')
def model = new File(basedir, 'src/main/model/com/acme/Wrong.model').path
assert log.contains("[ERROR] $model:[6,26] ")
assert log.count("$model:[6,26]") == 1
assert log.contains('6 | output y = sum(i) x[i] * z[i]')
assert log.contains('Models are wrong: 1 error(s), 0 warning(s)')
return true
