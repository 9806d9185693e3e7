def builds = new File(basedir, 'build.log').getText('UTF-8').split('BUILD SUCCESS')
assert builds.length == 4

assert builds[0].contains('3 models: 3 compiled, 0 unchanged')
assert builds[0].contains('1 model: 1 compiled, 0 unchanged')

assert builds[1].contains('3 models and 1 of tests are checked')
assert builds[1].contains('3 models: 0 compiled, 3 unchanged')
assert builds[1].contains('1 model: 0 compiled, 1 unchanged')
assert builds[1].contains('Nothing to compile - all classes are up to date')
assert !builds[1].contains('Compiling')

assert builds[2].contains('2 models: 1 compiled, 1 unchanged')
assert builds[2].contains('removed')

def sources = new File(basedir, 'target/generated-sources/costate')
assert new File(sources, 'com/acme/Stays.java').isFile()
assert new File(sources, 'Changes.java').text.contains('Math.sin')
assert !new File(sources, 'com/acme/Goes.java').exists()
assert new File(basedir, 'target/generated-test-sources/costate/Tested.java').isFile()
assert new File(basedir, 'target/test-classes/Tested.class').isFile()
return true
