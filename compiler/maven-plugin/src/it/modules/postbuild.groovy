def builds = new File(basedir, 'build.log').getText('UTF-8').split('BUILD SUCCESS')
assert builds.length == 4

def counts = { build -> build.readLines().findAll { it =~ /models?: / }*.replaceFirst(/.*?(\d+ models?: )/, '$1') }
assert counts(builds[0]) == ['3 models: 3 compiled, 0 unchanged', '2 models: 2 compiled, 0 unchanged',
    '1 model: 1 compiled, 0 unchanged', '1 model: 1 compiled, 0 unchanged', '2 models: 2 compiled, 0 unchanged',
    '1 model: 1 compiled, 0 unchanged']
assert counts(builds[1]) == ['3 models: 0 compiled, 3 unchanged', '2 models: 0 compiled, 2 unchanged',
    '1 model: 0 compiled, 1 unchanged', '1 model: 0 compiled, 1 unchanged', '2 models: 0 compiled, 2 unchanged',
    '1 model: 0 compiled, 1 unchanged']
assert counts(builds[2])[1..3] == ['2 models: 1 compiled, 1 unchanged',
    '1 model: 0 compiled, 1 unchanged', '1 model: 1 compiled, 0 unchanged']
assert counts(builds[2])[4].startsWith('1 model: 1 compiled, 0 unchanged, ')
assert counts(builds[2])[5] == '1 model: 0 compiled, 1 unchanged'

def jar = new java.util.zip.ZipFile(new File(basedir, 'math/target/math-1.jar'))
assert jar.getEntry('com/acme/math/Scales.model') != null
assert jar.getEntry('com/acme/math/Gone.model') != null
jar.close()
assert !new File(basedir, 'math/target/classes/com/acme/math/Gone.model').exists()
assert new File(basedir, 'app/target/classes/com/acme/app/Local.model').isFile()
assert !new File(basedir, 'app/target/classes/com/acme/app/Fit.model').exists()

def sources = new File(basedir, 'app/target/generated-sources/costate')
assert new File(sources, 'com/acme/app/Fit.java').text.contains('8.5')
assert new File(basedir, 'app/target/classes/com/acme/app/More.class').isFile()
assert new File(basedir, 'app/target/test-classes/Tested.class').isFile()

def shared = new File(basedir, 'shared')
assert new File(shared, 'Left.java').text.contains('2.5')
assert new File(shared, 'Right.java').isFile()
assert !new File(shared, 'Goes.java').exists()
return true
